using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Display;
using MudBlazor;

namespace MultiLLM.Dashboard.Models.Browsing;

/// <summary>Whether a model fits this machine, in words.</summary>
internal static class FitWords
{
    public static string Of(string? verdict) => verdict switch
    {
        "loaded" => "in memory",
        "remote" => "takes no memory here",
        "fits" => "fits",
        "fits_after_unloading" => "fits when idle models leave",
        "fits_with_less_context" => "fits with less context",
        "too_large" => "too large for now",
        "cannot_run" => "cannot be run",
        "not_as_asked" => "not as asked",
        _ => "not known",
    };

    public static string Icon(string? verdict) => verdict switch
    {
        "loaded" or "fits" or "fits_after_unloading" or "remote" => Icons.Material.Filled.Check,
        "fits_with_less_context" => Icons.Material.Filled.Remove,
        "too_large" or "cannot_run" or "not_as_asked" => Icons.Material.Filled.Block,
        _ => Icons.Material.Filled.QuestionMark,
    };

    public static Color Color(string? verdict) => verdict switch
    {
        "loaded" or "fits" or "fits_after_unloading" or "remote" => MudBlazor.Color.Success,
        "fits_with_less_context" => MudBlazor.Color.Warning,
        "too_large" or "cannot_run" or "not_as_asked" => MudBlazor.Color.Error,
        _ => MudBlazor.Color.Default,
    };

    /// <summary>For the tooltip: the numbers, and what stands against it.</summary>
    public static string Hint(FitInfo? fit) => fit is null ? "" : string.Join(' ',
    [
        $"Needs {Units.Bytes(fit.NeededBytes)} of memory with a context of {Units.Count(fit.ContextLength)} tokens.",
        .. fit.LongestContext is > 0 ? [$"The longest context that fits is {Units.Count(fit.LongestContext)} tokens."] : Array.Empty<string>(),
        .. fit.Problems,
    ]);
}
