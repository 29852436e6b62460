using Microsoft.AspNetCore.Hosting.Server;

namespace MultiLLM.Server.Gateway.Keys.Intake;

internal static class KeyIntakeHosting
{
    /// <summary>The web server quotes a malformed request in what it logs of it, and a key may be in it.</summary>
    private const string Quoting = "Microsoft.AspNetCore.Server.Kestrel.BadRequests";

    public static void AddKeyIntake(this WebApplicationBuilder builder)
    {
        var server = builder.Services.Last(service => service.ServiceType == typeof(IServer));
        builder.Services.Remove(server);
        builder.Services.AddSingleton<IServer>(provider => new KeyTakingServer((IServer)(
            server.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, server.ImplementationType!))));
        // Last, so that no configured level brings it back.
        builder.Services.PostConfigure<LoggerFilterOptions>(filter => filter.Rules.Add(new LoggerFilterRule(null, Quoting, null, (_, _, _) => false)));
    }
}
