using System.Net;
using MultiLLM.Core.Gateway;

namespace MultiLLM.Server.Gateway.Keys.Authentication;

/// <summary>Whether a request without a key is asked for one.</summary>
internal static class KeyDemand
{
    /// <summary>Set by what stands between the service and a caller, so that such a request comes from somewhere else.</summary>
    private static readonly string[] s_passedOn = ["Forwarded", "Via", "X-Real-IP", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP"];
    private static readonly string[] s_passedOnBeginnings = ["X-Forwarded-", "X-Original-"];

    public static bool Of(HttpContext context, GatewayOptions options) => options.RequireKeys ?? !IsStraightFromThisMachine(context);

    private static bool IsStraightFromThisMachine(HttpContext context) =>
        context.Connection is { RemoteIpAddress: { } from, LocalIpAddress: { } to } && IPAddress.IsLoopback(Plain(from)) && IPAddress.IsLoopback(Plain(to))
        && !WasPassedOn(context.Request.Headers);

    private static bool WasPassedOn(IHeaderDictionary headers)
    {
        foreach (var name in s_passedOn)
        {
            if (headers.ContainsKey(name))
                return true;
        }
        foreach (var (name, _) in headers)
        {
            if (s_passedOnBeginnings.Any(beginning => name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)))
                return true;
        }
        return false;
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
