"""Zones: polygons of the organisation's territory, in named layers."""
