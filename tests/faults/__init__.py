"""What must survive: processes killed, lines dropped, requests doubled, clocks moved. ``make faults`` runs it."""
