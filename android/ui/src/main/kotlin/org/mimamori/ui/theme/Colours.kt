package org.mimamori.ui.theme

import androidx.compose.material3.ColorScheme
import androidx.compose.material3.darkColorScheme
import androidx.compose.material3.lightColorScheme
import androidx.compose.ui.graphics.Color

// Calm blue-greens on warm paper. The notice stands out by a soft amber and by its words and shape, never by
// colour alone, and never by an alarming red. A test holds every pair of text and ground to 4.5 : 1.

internal val LightColours: ColorScheme =
    lightColorScheme(
        primary = Color(0xFF0B5D5A),
        onPrimary = Color(0xFFFFFFFF),
        primaryContainer = Color(0xFFD3ECE8),
        onPrimaryContainer = Color(0xFF06302E),
        secondary = Color(0xFF45605E),
        onSecondary = Color(0xFFFFFFFF),
        secondaryContainer = Color(0xFFDCEAE7),
        onSecondaryContainer = Color(0xFF1B302F),
        tertiary = Color(0xFF7A4B00),
        onTertiary = Color(0xFFFFFFFF),
        tertiaryContainer = Color(0xFFFCEBCB),
        onTertiaryContainer = Color(0xFF3A2400),
        error = Color(0xFFA3251C),
        onError = Color(0xFFFFFFFF),
        errorContainer = Color(0xFFFBE1DD),
        onErrorContainer = Color(0xFF4A0F0A),
        background = Color(0xFFF7F5F0),
        onBackground = Color(0xFF1C2322),
        surface = Color(0xFFF7F5F0),
        onSurface = Color(0xFF1C2322),
        surfaceVariant = Color(0xFFE9E7E0),
        onSurfaceVariant = Color(0xFF4A5452),
        surfaceContainerLow = Color(0xFFFFFFFF),
        surfaceContainer = Color(0xFFFFFFFF),
        surfaceContainerHigh = Color(0xFFF0EEE8),
        surfaceContainerHighest = Color(0xFFE9E7E0),
        outline = Color(0xFF6B7674),
        outlineVariant = Color(0xFFD8D6CF),
    )

internal val DarkColours: ColorScheme =
    darkColorScheme(
        primary = Color(0xFF86D3CC),
        onPrimary = Color(0xFF003734),
        primaryContainer = Color(0xFF0F4A47),
        onPrimaryContainer = Color(0xFFC9EFEA),
        secondary = Color(0xFFB3CCC8),
        onSecondary = Color(0xFF1E3533),
        secondaryContainer = Color(0xFF2C403E),
        onSecondaryContainer = Color(0xFFD3E8E4),
        tertiary = Color(0xFFF2C681),
        onTertiary = Color(0xFF402800),
        tertiaryContainer = Color(0xFF4A3410),
        onTertiaryContainer = Color(0xFFFCE9CB),
        error = Color(0xFFFFB4A9),
        onError = Color(0xFF5F150E),
        errorContainer = Color(0xFF5A2019),
        onErrorContainer = Color(0xFFFFDAD4),
        background = Color(0xFF121817),
        onBackground = Color(0xFFE3E9E7),
        surface = Color(0xFF121817),
        onSurface = Color(0xFFE3E9E7),
        surfaceVariant = Color(0xFF2A3331),
        onSurfaceVariant = Color(0xFFBCC8C5),
        surfaceContainerLow = Color(0xFF1C2422),
        surfaceContainer = Color(0xFF1C2422),
        surfaceContainerHigh = Color(0xFF242D2B),
        surfaceContainerHighest = Color(0xFF2E3836),
        outline = Color(0xFF8E9A97),
        outlineVariant = Color(0xFF3A4442),
    )
