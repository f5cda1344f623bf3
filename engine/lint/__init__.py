"""What a diagram, table or form may contain: located findings in German and English."""
