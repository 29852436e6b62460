using MultiLLM.Client;

namespace MultiLLM.Cli.Doctor;

/// <summary>Whether the servers of remote models answer, as far as a running service knows.</summary>
internal static class BackendCheck
{
    private const string Name = "backends";
    private const int MostShown = 3;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    /// <summary>Null: no service is running, or it has no remote models.</summary>
    public static async Task<CheckResult?> RunAsync(Uri address, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var client = new MultiLLMClient(address);
        try
        {
            var list = await client.GetBackendsAsync(either.Token).ConfigureAwait(false);
            var servers = list.Backends.SelectMany(backend => backend.Servers).ToList();
            if (servers.Count == 0)
            {
                return null;
            }

            var wrong = servers.Where(server => server.Reason is not null).ToList();
            return wrong.Count == 0
                ? CheckResult.Ok(Name, $"{servers.Count} remote servers, none of them passed over")
                : CheckResult.Warn(
                    Name,
                    $"{wrong.Count} of {servers.Count} remote servers are passed over: {string.Join(" ", wrong.Take(MostShown).Select(server => server.Reason))}",
                    "See multillm backends, and docs/backends.md for what each state means.");
        }
        catch (Exception exception) when (exception is HttpRequestException or MultiLLMApiException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null; // the check of the port says what answers there
        }
    }
}
