using System.CommandLine;
using System.Globalization;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Commands;

/// <summary>Options that say what the choice of the model weighs, and its limits.</summary>
internal sealed class ChoiceOptions
{
    private readonly Option<string?> _preference = new Option<string?>("--preference", "--prefer")
    {
        Description = "What the choice of the model weighs: fast, balanced or quality.",
        HelpName = "WHAT",
    }.AcceptOnlyFromAmong("fast", "balanced", "quality");

    private readonly Option<float?> _maxSeconds = CommonOptions.Number("--max-seconds", "Only models that are expected to be done by then.");
    private readonly Option<float?> _maxCost = CommonOptions.Number("--max-cost", "Only models whose answer is expected to cost at most this, in the currency of the catalog's prices.");
    private readonly Option<float?> _minQuality = CommonOptions.Number("--min-quality", "Only models expected to be this good at it, 0 to 10.");
    private readonly Option<bool> _loadedOnly = new("--loaded-only") { Description = "Only models that are loaded already." };
    private readonly Option<string[]> _allow = CommonOptions.Models("--allow", "Only this model may be chosen; may be given several times.");
    private readonly Option<string[]> _deny = CommonOptions.Models("--deny", "This model may not be chosen; may be given several times.");

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_preference, _maxSeconds, _maxCost, _minQuality, _loadedOnly, _allow, _deny])
        {
            command.Add(option);
        }
    }

    public SelectionConstraints Of(ParseResult parsed) => new()
    {
        Preference = parsed.GetValue(_preference),
        MaxSeconds = Exact(parsed.GetValue(_maxSeconds)),
        MaxCost = Exact(parsed.GetValue(_maxCost)),
        MinQuality = Exact(parsed.GetValue(_minQuality)),
        LoadedOnly = parsed.GetValue(_loadedOnly) ? true : null,
        AllowModels = parsed.GetValue(_allow) is { Length: > 0 } allow ? allow : null,
        DenyModels = parsed.GetValue(_deny) is { Length: > 0 } deny ? deny : null,
    };

    // 0.1f as a double would be sent as 0.10000000149.
    private static double? Exact(float? number) => number is { } value ? double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : null;
}
