using System.Text.Json.Serialization;
using MultiLLM.Client;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Top;

/// <summary>Everything that "top" shows, from one moment.</summary>
internal sealed record TopSnapshot(ResourcesReport Resources, ResidencyReport Residency, IReadOnlyList<EventInfo> Events)
{
    private const int EventsShown = 50;

    /// <param name="client">The service.</param>
    /// <param name="earlier">Whose events are kept; null: the first look.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<TopSnapshot> TakeAsync(MultiLLMClient client, TopSnapshot? earlier, CancellationToken cancellationToken)
    {
        var resources = client.GetResourcesAsync(cancellationToken);
        var residency = client.GetResidencyAsync(cancellationToken);
        var events = await client.GetEventsAsync(earlier?.Events is [.., var last] ? last.Id : null, cancellationToken).ConfigureAwait(false);
        return new TopSnapshot(
            await resources.ConfigureAwait(false),
            await residency.ConfigureAwait(false),
            [.. (earlier?.Events ?? []).Concat(events.Events).TakeLast(EventsShown)]);
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TopSnapshot))]
internal sealed partial class TopJsonContext : JsonSerializerContext;
