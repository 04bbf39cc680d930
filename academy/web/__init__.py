"""What every page shares: doors, transactions, forms, error pages, navigation, headers, assets, components."""
