using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Display;
using MultiLLM.Dashboard.Models.Browsing;

namespace MultiLLM.Dashboard.Models.Details;

/// <summary>A name and what stands beside it.</summary>
public sealed record Fact(string Name, string Value, string? Hint = null)
{
    /// <summary>What is known of a model; what is not is left out.</summary>
    public static IReadOnlyList<Fact> Of(ModelInfo model) => Known(
        new("Id", model.Id, "What requests name"),
        Listed("Also called", model.Aliases),
        Told("Kind", model.Kind),
        Told("Family", model.Family),
        Told("Architecture", model.Architecture),
        Told("Parameters", ModelSizes.Words(model.Parameters)),
        Told("Quantisation", model.Quantization, "How the weights are stored"),
        Told("Licence", model.License),
        Tokens("Context", model.ContextLength, "That one request may hold here, prompt and answer together"),
        Tokens("Trained for", model.TrainedContextLength, "The longest context the model knows"),
        Acting.ModelStates.IsRemote(model.State) ? new("File", "none: servers elsewhere answer") : model.Installed ? new("File", Units.Bytes(model.SizeBytes)) : Told("To download", model.Source?.SizeBytes is { } bytes ? Units.Bytes(bytes) : null),
        Listed("Can do", model.Capabilities),
        Listed("Best for", model.BestFor),
        Told("Speed", model.Speed?.Replace('_', ' '), "Next to other models on the same machine"),
        Told("GPU", model.GpuAdvice),
        Told("Published at", model.Source is { } source ? $"{source.Repository} @ {source.Revision}" : null));

    /// <summary>How a model stands in memory, or stood when it was there last.</summary>
    public static IReadOnlyList<Fact> Of(ResidentInfo resident, LoadedInfo? loaded) => Known(
        Told("Holds", resident.MeasuredBytes is { } measured ? Units.Bytes(measured) : null, "Resident memory of its process, its mapped file included"),
        Told("Predicted", resident.PredictedBytes is { } predicted ? Predicted(predicted, resident.MeasuredBytes) : null, "Before the load; the service learns from the difference"),
        Tokens("Context", resident.ContextLength, "That one request may hold"),
        resident.ContextShrunk ? new Fact("Context is short", "Memory was short, so it is smaller than usual") : null,
        Told("Requests together", resident.Slots?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        Told("Load took", resident.LoadSeconds is { } seconds ? Units.Seconds(seconds) : null),
        Told("Runs on", resident.Placement),
        Told("Process", resident.ProcessId?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        Told("Chat template", loaded?.ChatTemplate),
        Told("Why loaded", resident.WhyLoaded),
        Told("Why it left last", resident.WhyEvicted),
        Told("Last error", resident.LastError));

    private static string Predicted(long predicted, long? measured) => measured is > 0 and var real
        ? FormattableString.Invariant($"{Units.Bytes(predicted)} ({(predicted - real) * 100d / real:+0;-0;0} %)")
        : Units.Bytes(predicted);

    private static Fact? Told(string name, string? value, string? hint = null) => string.IsNullOrWhiteSpace(value) ? null : new(name, value, hint);

    private static Fact? Tokens(string name, int? tokens, string hint) => tokens is > 0 ? new(name, ContextChoices.Words(tokens.Value) + " tokens", hint) : null;

    private static Fact? Listed(string name, IReadOnlyList<string>? values) => values is { Count: > 0 } ? new(name, string.Join(", ", values)) : null;

    private static IReadOnlyList<Fact> Known(params Fact?[] facts) => [.. facts.OfType<Fact>()];
}
