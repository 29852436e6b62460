using System.Text.Json;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Client;

/// <summary>What the service logs.</summary>
public sealed partial class MultiLLMClient
{
    /// <summary>Which loggers log from which level on.</summary>
    public Task<LogLevelReport> GetLogLevelsAsync(CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Get, "system/log-level", null, Json.LogLevelReport, cancellationToken);

    /// <summary>Changes it, for a while or until the service restarts.</summary>
    public Task<LogLevelReport> SetLogLevelAsync(LogLevelRequest request, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(
            HttpMethod.Put, "system/log-level", JsonSerializer.SerializeToUtf8Bytes(request, Json.LogLevelRequest), Json.LogLevelReport, cancellationToken);
}
