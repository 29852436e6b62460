using System.Text.Json;
using MultiLLM.Core.Backends;

namespace MultiLLM.Core.Catalog.Documents;

/// <summary>The servers of a model, as a catalog file has them.</summary>
internal sealed record BackendDocument
{
    public required IReadOnlyList<ServerDocument> Servers { get; init; }

    /// <summary>Missing: they are.</summary>
    public bool? PassUnknownFields { get; init; }

    public RemoteBackend ToBackend() => new()
    {
        Servers = [.. Servers.Select(server => server.ToServer())],
        PassesUnknownFields = PassUnknownFields ?? true,
    };
}

/// <summary>One of them. Keys never stand in it.</summary>
internal sealed record ServerDocument
{
    public required string Name { get; init; }
    public required string Url { get; init; }
    public required string Model { get; init; }
    public string? ApiKeyEnv { get; init; }
    public string? ApiKeyFile { get; init; }

    /// <summary>Refused, whatever it holds: only there so that the refusal can say what to do instead.</summary>
    public JsonElement? ApiKey { get; init; }

    /// <summary>As above.</summary>
    public JsonElement? Headers { get; init; }
    public double? Weight { get; init; }
    public int? MaxConcurrent { get; init; }
    public int? RequestsPerMinute { get; init; }
    public PriceDocument? Price { get; init; }
    public TimeoutsDocument? Timeouts { get; init; }
    public string? HealthPath { get; init; }

    public RemoteServer ToServer()
    {
        var server = new RemoteServer
        {
            Name = Name,
            Url = new Uri(Url.EndsWith('/') ? Url : Url + "/"),
            Model = Model,
            ApiKeyVariable = ApiKeyEnv,
            ApiKeyFile = ApiKeyFile,
            Weight = Weight ?? RemoteServer.DefaultWeight,
            MaxConcurrent = MaxConcurrent,
            RequestsPerMinute = RequestsPerMinute,
            Price = Price?.ToPrice(),
        };
        return server with
        {
            HealthPath = HealthPath ?? server.HealthPath,
            ConnectTimeout = Seconds(Timeouts?.ConnectSeconds) ?? server.ConnectTimeout,
            FirstOutputTimeout = Seconds(Timeouts?.FirstOutputSeconds) ?? server.FirstOutputTimeout,
            IdleTimeout = Seconds(Timeouts?.IdleSeconds) ?? server.IdleTimeout,
        };
    }

    private static TimeSpan? Seconds(double? seconds) => seconds is { } some ? TimeSpan.FromSeconds(some) : null;
}

/// <summary>Of a million tokens.</summary>
internal sealed record PriceDocument
{
    public const string DefaultCurrency = "USD";

    public required decimal InputPerMillion { get; init; }

    /// <summary>Missing: nothing, as for embeddings.</summary>
    public decimal? OutputPerMillion { get; init; }
    public string? Currency { get; init; }

    public TokenPrice ToPrice() => new(InputPerMillion, OutputPerMillion ?? 0, Currency ?? DefaultCurrency);
}

internal sealed record TimeoutsDocument
{
    public double? ConnectSeconds { get; init; }
    public double? FirstOutputSeconds { get; init; }
    public double? IdleSeconds { get; init; }
}
