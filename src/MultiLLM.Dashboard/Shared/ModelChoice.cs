using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Display;
using MultiLLM.Dashboard.Live;

namespace MultiLLM.Dashboard.Shared;

/// <summary>Something that may be asked for an answer.</summary>
/// <param name="Id">As the API takes it.</param>
/// <param name="Label">For a person.</param>
public sealed record ModelChoice(string Id, string Label)
{
    public const string Auto = "auto";
    private const int LabelLength = 60;

    /// <summary>Let the service choose.</summary>
    public static IReadOnlyList<ModelChoice> Automatic { get; } =
    [
        new(Auto, "Automatic"),
        new("auto:fast", "Automatic, fast"),
        new("auto:quality", "Automatic, best quality"),
    ];

    /// <summary>The latest event after which other models may be here; 0: none.</summary>
    public static long LastChange(LiveView view) =>
        view.Events.FirstOrDefault(happened => happened.Kind is "model.pull_ended" or "model.imported" or "model.removed")?.Id ?? 0;

    /// <summary>Those that write text, by name.</summary>
    public static IReadOnlyList<ModelChoice> Of(ModelList models) =>
    [
        .. models.Models.Where(model => model is { Installed: true, CannotRun: null, Kind: not ("embedding" or "rerank") })
            .OrderBy(model => model.Name, StringComparer.OrdinalIgnoreCase)
            .Select(model => new ModelChoice(model.Id, InertText.Line(model.Name, LabelLength))),
    ];
}
