using System.Net;
using MultiLLM.Core.Gateway;

namespace MultiLLM.Server.Hosting;

internal static class Callers
{
    /// <summary>Who asks: as whoever looked at its key noted, else whoever can reach the service.</summary>
    public static Caller Caller(this HttpContext context) => context.Features.Get<Caller>() ?? Anybody(context.Connection.RemoteIpAddress);

    public static void SetCaller(this HttpContext context, Caller caller) => context.Features.Set(caller);

    /// <summary>What people wrote, where it is kept, is for administrators.</summary>
    public static bool MayReadTexts(this HttpContext context) => context.Caller().Role == CallerRole.Admin;

    /// <summary>Without a key a caller is known by its address only.</summary>
    private static Caller Anybody(IPAddress? address) => new() { Name = "local", Role = CallerRole.Admin, Address = address?.ToString() };
}
