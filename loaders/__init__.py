"""Files become batches of statements; nothing here sees a store."""
