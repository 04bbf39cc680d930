"""The decisions of reports: what counts as late, what a cell shows, which rows make a page, what a table may say."""
