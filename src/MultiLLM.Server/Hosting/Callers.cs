namespace MultiLLM.Server.Hosting;

internal static class Callers
{
    /// <summary>Who asks, as far as the service can tell without keys: the address. Null: not known.</summary>
    public static string? Caller(this HttpContext context) => context.Connection.RemoteIpAddress?.ToString();
}
