package org.mimamori.ui.theme

import androidx.compose.foundation.isSystemInDarkTheme
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Shapes
import androidx.compose.material3.Typography
import androidx.compose.runtime.Composable
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp

/** The look of the app: large type, quiet colours, one shape. */
@Composable
fun MimamoriTheme(dark: Boolean = isSystemInDarkTheme(), content: @Composable () -> Unit) {
    MaterialTheme(
        colorScheme = if (dark) DarkColours else LightColours,
        typography = Type,
        shapes = Shapes(
            small = RoundedCornerShape(12.dp),
            medium = RoundedCornerShape(20.dp),
            large = RoundedCornerShape(20.dp),
        ),
        content = content,
    )
}

// Nothing that has to be read is smaller than 16 sp; most readers are over sixty.
private fun style(size: Int, line: Int, weight: FontWeight = FontWeight.Normal) =
    TextStyle(fontSize = size.sp, lineHeight = line.sp, fontWeight = weight)

private val Type =
    Typography(
        displayLarge = style(72, 80, FontWeight.Medium),
        headlineMedium = style(30, 38, FontWeight.SemiBold),
        titleLarge = style(22, 30, FontWeight.SemiBold),
        titleMedium = style(18, 26, FontWeight.SemiBold),
        bodyLarge = style(18, 27),
        bodyMedium = style(16, 24),
        labelLarge = style(18, 24, FontWeight.Medium),
        labelMedium = style(16, 22, FontWeight.Medium),
        bodySmall = style(16, 22),
        labelSmall = style(16, 22),
    )
