namespace MultiLLM.Core.Backends.Balancing;

/// <summary>How long a request would wait for its first output at each server: what that took lately, times those that are there already. Pure.</summary>
internal static class ExpectedWait
{
    /// <summary>Before anything was measured.</summary>
    private const double AssumedSeconds = 0.5;
    private const double ShortestSeconds = 0.001;

    /// <summary>An old measurement says less and less: a server that once was slow is tried again, and measured again.</summary>
    private static readonly TimeSpan Fades = TimeSpan.FromSeconds(30);

    /// <summary>Seconds, divided by the server's weight; the least gets the request.</summary>
    public static double Of(ServerState server, double usual, TimeSpan now)
    {
        var first = usual;
        if (server.FirstOutputSeconds is { } measured)
            first += (measured - usual) * Math.Exp(-(now - server.MeasuredAt) / Fades);
        return Math.Max(ShortestSeconds, first) * (1 + server.InFlight) / server.Server.Weight;
    }

    /// <summary>What servers of the model take on average.</summary>
    public static double Usual(IEnumerable<ServerState> servers) => servers.Select(server => server.FirstOutputSeconds).OfType<double>().DefaultIfEmpty(AssumedSeconds).Average();
}
