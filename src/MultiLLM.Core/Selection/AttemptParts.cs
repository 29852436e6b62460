using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Events;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Telemetry.Tracing;

namespace MultiLLM.Core.Selection;

/// <summary>What attempts need of the service.</summary>
internal sealed partial class AttemptParts(
    IResidency residency, ICircuits circuits, Underway underway, IEventLog events, IOptions<MultiLLMOptions> options, TimeProvider time, ILogger<AttemptParts> log)
{
    /// <summary>When to come back to a model that is passed over.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    public ICircuits Circuits => circuits;
    public Underway Underway => underway;

    /// <summary>See <see cref="IResidency.EnsureReadyAsync"/>.</summary>
    public ValueTask<Result<ModelLease>> BorrowAsync(ModelDefinition model, LoadDemand demand, CancellationToken cancellationToken) => Spans.AreWanted
        ? LoadSpan.AroundAsync(residency, model, demand, events, time, cancellationToken)
        : residency.EnsureReadyAsync(model, demand, cancellationToken);

    /// <summary>Tokens one request may hold: as loaded, else as it would be loaded.</summary>
    public int ContextOf(ModelDefinition model) => residency.Snapshot.Find(model.Id) is { State: ModelState.Ready, Loaded: { ContextLength: > 0 } loaded }
        ? (int)loaded.ContextLength
        : model.ContextLimit(options.Value.ContextLength);

    /// <summary>Another request may have ended the model's pause or begun one since it was ranked.</summary>
    public Error PassedOver(string modelId) => new(
        ErrorCode.ModelLoadFailed, $"{modelId} is left alone: {circuits.Open.GetValueOrDefault(modelId, "another request is just trying whether it recovered")}", RetryAfter: RetryAfter);

    public void TellRepeated(string modelId, string reason) => LogRepeated(modelId, reason);

    public void TellFallback(string from, string to, string reason)
    {
        LogFallback(from, to, reason);
        events.Publish(new SystemEvent { Kind = EventKinds.Fallback, ModelId = from, Message = $"A request goes to {to}, because {from} failed before it answered: {reason}" });
    }

    [LoggerMessage(LogLevel.Warning, "{Model} is tried once more: {Reason}")]
    private partial void LogRepeated(string model, string reason);

    [LoggerMessage(LogLevel.Warning, "A request goes to {To}, because {From} failed before it answered: {Reason}")]
    private partial void LogFallback(string from, string to, string reason);
}
