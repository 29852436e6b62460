namespace MultiLLM.Client;

/// <summary>How the clients of this package talk to a service.</summary>
public sealed class MultiLLMClientOptions
{
    /// <summary>Sent as a bearer token; null where the service asks for none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// The longest silence while a stream is awaited or read; then it fails with <see cref="TimeoutException"/>. There is no limit on the
    /// whole answer, nor on calls that do not stream: bound those with a cancellation token. <see cref="Timeout.InfiniteTimeSpan"/> waits for ever.
    /// </summary>
    public TimeSpan StreamIdleTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The clock of the timeouts.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
