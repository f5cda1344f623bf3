"""form-js schemas: compiled once per version, validated on the server; knows no HTML."""
