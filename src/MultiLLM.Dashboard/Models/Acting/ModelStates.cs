using MudBlazor;

namespace MultiLLM.Dashboard.Models.Acting;

/// <summary>How the API's words for a model's state are shown.</summary>
internal static class ModelStates
{
    /// <summary>Servers elsewhere answer for it: nothing can be loaded.</summary>
    public static bool IsRemote(string state) => state == "remote";

    public static bool IsInMemory(string state) => state is "loading" or "ready" or "unloading";

    public static string Word(string state) => state switch
    {
        "ready" => "in memory",
        "loading" => "loading",
        "unloading" => "leaving memory",
        "failed" => "failed",
        "not_installed" => "not fetched",
        "unloaded" => "on disk",
        "remote" => "on servers elsewhere",
        _ => state,
    };

    public static string Icon(string state) => state switch
    {
        "ready" => Icons.Material.Filled.CheckCircle,
        "loading" or "unloading" => Icons.Material.Filled.Pending,
        "failed" => Icons.Material.Filled.Error,
        "remote" => Icons.Material.Filled.Cloud,
        "not_installed" => Icons.Material.Outlined.CloudDownload,
        _ => Icons.Material.Outlined.Save,
    };

    public static Color Color(string state) => state switch
    {
        "ready" => MudBlazor.Color.Success,
        "loading" or "unloading" => MudBlazor.Color.Info,
        "failed" => MudBlazor.Color.Error,
        _ => MudBlazor.Color.Default,
    };
}
