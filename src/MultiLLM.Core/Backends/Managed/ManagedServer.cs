using System.Security.Cryptography;
using System.Text;

namespace MultiLLM.Core.Backends.Managed;

/// <summary>
/// A program on this machine that serves the model in the OpenAI dialect, as configured. It is started when the model is asked for and stopped like
/// a runner. Comes from files in the catalog folder only.
/// </summary>
public sealed record ManagedServer : BackendDefinition
{
    /// <summary>Program and arguments; no shell reads them. <see cref="ServerCommand"/> has the placeholders.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>0: a free one is chosen at each start.</summary>
    public int Port { get; init; }

    /// <summary>Answers with success when the model can be asked.</summary>
    public string HealthPath { get; init; } = "/health";

    /// <summary>What "chat/completions" is appended to.</summary>
    public string BasePath { get; init; } = "/v1/";

    /// <summary>On top of the few variables every program needs. May hold secrets.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Null: the service's home.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Main memory it takes at most; null: learned from what it took before.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Requests at once; null: the service's setting for models.</summary>
    public int? Slots { get; init; }

    /// <summary>As the server calls the model.</summary>
    public required string Model { get; init; }

    /// <summary>From its start to its first good answer at <see cref="HealthPath"/>.</summary>
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>From the wish that it leave to its being killed.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>It needs the model's file, so that has to be installed first.</summary>
    public bool UsesModelFile => Uses(ServerCommand.ModelPath);

    public bool Equals(ManagedServer? other) =>
        other is not null && Command.SequenceEqual(other.Command) && Environment.Count == other.Environment.Count
        && Environment.All(variable => other.Environment.TryGetValue(variable.Key, out var value) && value == variable.Value)
        && (Port, HealthPath, BasePath, WorkingDirectory, MemoryBytes, Slots, Model) == (other.Port, other.HealthPath, other.BasePath, other.WorkingDirectory, other.MemoryBytes, other.Slots, other.Model)
        && (ReadyTimeout, StopTimeout) == (other.ReadyTimeout, other.StopTimeout);

    public override int GetHashCode() => HashCode.Combine(Command[0], Command.Count, Model, Port);

    /// <summary>Tells servers that may take different amounts of memory apart; without secrets.</summary>
    internal string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', [Model, WorkingDirectory, .. Command]))))[..16];

    internal bool Uses(string placeholder) =>
        Command.Any(argument => argument.Contains(placeholder, StringComparison.Ordinal)) || Environment.Values.Any(value => value.Contains(placeholder, StringComparison.Ordinal));

    protected override bool PrintMembers(StringBuilder text)
    {
        text.Append(Command[0]);
        return true;
    }
}
