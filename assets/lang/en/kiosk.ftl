# kiosk
