namespace MultiLLM.Core.Backends;

/// <summary>One or several OpenAI-compatible servers that all have the model.</summary>
public sealed record RemoteBackend : BackendDefinition
{
    /// <summary>At least one; their names differ.</summary>
    public required IReadOnlyList<RemoteServer> Servers { get; init; }

    /// <summary>Whether members of a request that this service does not know are handed on, see <see cref="RequestExtras"/>.</summary>
    public bool PassesUnknownFields { get; init; } = true;

    /// <summary>What so many tokens cost at the dearest of the servers; null: none has a price.</summary>
    public decimal? HighestCost(long promptTokens, long answerTokens) => Servers.Max(server => server.Price?.Of(promptTokens, answerTokens));

    public bool Equals(RemoteBackend? other) =>
        other is not null && PassesUnknownFields == other.PassesUnknownFields && Servers.SequenceEqual(other.Servers);

    public override int GetHashCode() => Servers.Count > 0 ? Servers[0].GetHashCode() : 0;
}
