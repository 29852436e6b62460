using System.Collections.Concurrent;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Selection.Rates;

/// <summary>Moving averages of what answers and loads took. What was never measured is expected from the size of the file.</summary>
internal sealed class RateBook : IModelRates
{
    /// <summary>Weight of the newest measurement.</summary>
    private const double Newest = 0.2;

    /// <summary>Fewer tokens say more about the clock than about the model.</summary>
    private const int LeastTokens = 8;

    private readonly ConcurrentDictionary<string, Measured> _models = new(StringComparer.Ordinal);

    public ModelRates Of(ModelDefinition model)
    {
        var expected = RateExpectation.Of(model);
        return _models.TryGetValue(model.Id, out var measured)
            ? new ModelRates(
                measured.Prompt ?? expected.PromptTokensPerSecond, measured.Decode ?? expected.DecodeTokensPerSecond, measured.Load ?? expected.LoadSeconds,
                IsMeasured: measured.Decode is not null)
            : expected;
    }

    public void Answered(ModelDefinition model, GenerationFinished finished)
    {
        var prompt = finished.PromptTokens - finished.CachedTokens;
        var decoded = finished.CompletionTokens - 1.0; // decoding is timed from the first token on
        _models.AddOrUpdate(model.Id, _ => Take(default), (_, before) => Take(before));

        Measured Take(Measured before) => before with
        {
            Prompt = prompt >= LeastTokens && finished.Timings.PromptSeconds > 0 ? Mix(before.Prompt, prompt / finished.Timings.PromptSeconds) : before.Prompt,
            Decode = decoded >= LeastTokens && finished.Timings.DecodeSeconds > 0 ? Mix(before.Decode, decoded / finished.Timings.DecodeSeconds) : before.Decode,
        };
    }

    public void Loaded(ModelDefinition model, TimeSpan took) => _models.AddOrUpdate(
        model.Id, _ => new Measured(null, null, took.TotalSeconds), (_, before) => before with { Load = Mix(before.Load, took.TotalSeconds) });

    private static double Mix(double? before, double now) => before is { } known ? known + (Newest * (now - known)) : now;

    private readonly record struct Measured(double? Prompt, double? Decode, double? Load);
}
