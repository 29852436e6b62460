using System.Net;
using MultiLLM.Core.Gateway;

namespace MultiLLM.Server.Hosting;

internal static class Callers
{
    /// <summary>Who asks, as was found out before the endpoint was reached; nobody until then.</summary>
    public static Caller Caller(this HttpContext context) => context.Features.Get<Caller>() ?? Nobody(context.Connection.RemoteIpAddress);

    public static void SetCaller(this HttpContext context, Caller caller) => context.Features.Set(caller);

    /// <summary>Who showed no key where one is asked for.</summary>
    public static Caller Nobody(IPAddress? address) => new() { Name = "nobody", Role = CallerRole.ReadOnly, Address = address?.ToString() };
}
