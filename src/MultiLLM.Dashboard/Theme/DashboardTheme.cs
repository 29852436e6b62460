using MudBlazor;

namespace MultiLLM.Dashboard.Theme;

/// <summary>Colours and type. Text on every ground has a contrast of at least 4.5 to 1, in both modes.</summary>
internal static class DashboardTheme
{
    private static readonly string[] s_fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"];

    public static MudTheme Value { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#1d5fbf",
            Secondary = "#6b3fa0",
            Tertiary = "#0b6e5f",
            Info = "#1d5fbf",
            Success = "#1e6b34",
            Warning = "#8a5300",
            Error = "#b3261e",
            Background = "#f6f7f9",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#1b1f24",
            DrawerBackground = "#ffffff",
            DrawerText = "#3a4149",
            DrawerIcon = "#3a4149",
            TextPrimary = "#1b1f24",
            TextSecondary = "#545c66",
            ActionDefault = "#545c66",
            LinesDefault = "#dfe3e8",
            TableLines = "#e6e9ed",
            Divider = "#dfe3e8",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#82b1ff",
            PrimaryContrastText = "#0c1420",
            Secondary = "#cbb2f0",
            SecondaryContrastText = "#0c1420",
            Tertiary = "#7fd6c4",
            Info = "#82b1ff",
            InfoContrastText = "#0c1420",
            Success = "#7ed492",
            SuccessContrastText = "#0c1420",
            Warning = "#f0b65a",
            WarningContrastText = "#0c1420",
            Error = "#ff9a92",
            ErrorContrastText = "#0c1420",
            Background = "#12161b",
            Surface = "#1a2027",
            AppbarBackground = "#1a2027",
            AppbarText = "#e6eaef",
            DrawerBackground = "#1a2027",
            DrawerText = "#c5ccd5",
            DrawerIcon = "#c5ccd5",
            TextPrimary = "#e6eaef",
            TextSecondary = "#a7b0bb",
            ActionDefault = "#a7b0bb",
            LinesDefault = "#2e3742",
            TableLines = "#2a323c",
            Divider = "#2e3742",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = s_fonts },
            H1 = new H1Typography { FontSize = "1.6rem", FontWeight = "600", LineHeight = "1.3" },
            H2 = new H2Typography { FontSize = "1.15rem", FontWeight = "600", LineHeight = "1.4" },
            H3 = new H3Typography { FontSize = "1rem", FontWeight = "600", LineHeight = "1.4" },
            Button = new ButtonTypography { TextTransform = "none" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px", DrawerWidthLeft = "224px", AppbarHeight = "56px" },
    };
}
