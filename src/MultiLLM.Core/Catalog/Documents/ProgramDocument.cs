using MultiLLM.Core.Backends.Managed;

namespace MultiLLM.Core.Catalog.Documents;

/// <summary>A program that serves a model, as a catalog file has it.</summary>
internal sealed record ProgramDocument
{
    /// <summary>Program and arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Missing or 0: a free one is chosen.</summary>
    public int? Port { get; init; }
    public string? Health { get; init; }

    /// <summary>Missing: "/v1".</summary>
    public string? BasePath { get; init; }
    public IReadOnlyDictionary<string, string>? Environment { get; init; }
    public string? WorkingDirectory { get; init; }
    public long? MemoryBytes { get; init; }
    public int? Slots { get; init; }

    /// <summary>Missing: the entry's id.</summary>
    public string? Model { get; init; }
    public double? ReadyTimeoutSeconds { get; init; }
    public double? StopTimeoutSeconds { get; init; }

    public ManagedServer ToServer(string modelId)
    {
        var server = new ManagedServer { Command = Command, Model = Model ?? modelId };
        return server with
        {
            Port = Port ?? 0,
            HealthPath = Health ?? server.HealthPath,
            BasePath = BasePath is { } path ? path.TrimEnd('/') + "/" : server.BasePath,
            Environment = Environment ?? server.Environment,
            WorkingDirectory = WorkingDirectory,
            MemoryBytes = MemoryBytes,
            Slots = Slots,
            ReadyTimeout = ReadyTimeoutSeconds is { } ready ? TimeSpan.FromSeconds(ready) : server.ReadyTimeout,
            StopTimeout = StopTimeoutSeconds is { } stop ? TimeSpan.FromSeconds(stop) : server.StopTimeout,
        };
    }
}
