namespace MultiLLM.Server.Hosting;

/// <summary>
/// The host logs a failed start with its stack trace. The launcher says the same in one line, so until the service has started the host
/// is not heard; afterwards it is, for it also reports background services that fail.
/// </summary>
internal sealed class StartupSilence
{
    private volatile bool _started;

    public void AddTo(WebApplicationBuilder builder)
    {
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => _started && level >= LogLevel.Information);
        builder.Services.AddSingleton(this);
    }

    public void EndWithStartOf(WebApplication app) => app.Lifetime.ApplicationStarted.Register(() => _started = true);
}
