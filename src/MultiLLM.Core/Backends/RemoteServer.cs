namespace MultiLLM.Core.Backends;

/// <summary>One server of a model, as configured.</summary>
public sealed record RemoteServer
{
    public const double DefaultWeight = 1;

    /// <summary>For people; unique among the servers of a model.</summary>
    public required string Name { get; init; }

    /// <summary>Ends with a slash; "chat/completions" is appended to it.</summary>
    public required Uri Url { get; init; }

    /// <summary>As the server calls the model.</summary>
    public required string Model { get; init; }

    /// <summary>Environment variable that holds the key; null: none does.</summary>
    public string? ApiKeyVariable { get; init; }

    /// <summary>File whose content is the key; null: none.</summary>
    public string? ApiKeyFile { get; init; }

    /// <summary>How much of the work it should get next to the others, all else being equal.</summary>
    public double Weight { get; init; } = DefaultWeight;

    /// <summary>Requests at once; null: as many as come.</summary>
    public int? MaxConcurrent { get; init; }

    /// <summary>Requests begun within any minute; null: as many as come.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Null: it costs nothing that is counted.</summary>
    public TokenPrice? Price { get; init; }

    /// <summary>Path below <see cref="Url"/> that tells whether it works.</summary>
    public string HealthPath { get; init; } = "models";
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From the request to the first output.</summary>
    public TimeSpan FirstOutputTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Between two pieces of output.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Scheme, host and port.</summary>
    public string Address => Url.GetLeftPart(UriPartial.Authority);

    /// <summary>Where its key comes from, never the key: "environment variable NAME" or "file PATH"; null: it is sent none.</summary>
    public string? KeyFrom => ApiKeyVariable is { } variable ? $"environment variable {variable}" : ApiKeyFile is { } file ? $"file {file}" : null;

    internal RemoteEndpoint Endpoint() => new()
    {
        Name = Name,
        BaseUrl = Url,
        Model = Model,
        ApiKey = ReadKey,
        ConnectTimeout = ConnectTimeout,
        FirstOutputTimeout = FirstOutputTimeout,
        IdleTimeout = IdleTimeout,
    };

    /// <summary>Null: none is configured, or it is empty.</summary>
    private string? ReadKey() =>
        ApiKeyVariable is { } variable ? Environment.GetEnvironmentVariable(variable)
        : ApiKeyFile is { } file ? KeyFile.Read(file)
        : null;
}

/// <param name="InputPerMillion">Of tokens of prompts.</param>
/// <param name="OutputPerMillion">Of tokens of answers.</param>
/// <param name="Currency">For example "USD"; the same for all prices of a catalog.</param>
public sealed record TokenPrice(decimal InputPerMillion, decimal OutputPerMillion, string Currency)
{
    private const decimal Million = 1_000_000;

    /// <summary>What so many tokens cost.</summary>
    public decimal Of(long promptTokens, long answerTokens) => ((promptTokens * InputPerMillion) + (answerTokens * OutputPerMillion)) / Million;
}
