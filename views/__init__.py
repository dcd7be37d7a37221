"""Answers become files that people look at; nothing here sees a store."""
