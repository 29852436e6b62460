using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Gateway.Keys;

/// <summary>Looks at a steady pace for what other gateways and the command line did to the keys, and writes when they were used.</summary>
internal sealed partial class KeyWatch(KeyRing keys, KeyUses uses, IOptions<GatewayOptions> options, TimeProvider time, ILogger<KeyWatch> log) : BackgroundService
{
    private static readonly TimeSpan WriteInterval = TimeSpan.FromSeconds(30);

    private bool _troubled;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var written = time.GetTimestamp();
        try
        {
            while (true)
            {
                Tell((await keys.LookAsync(options.Value.KeyInterval / 2, stoppingToken)).Error);
                if (time.GetElapsedTime(written) >= WriteInterval)
                {
                    Tell((await uses.WriteAsync(stoppingToken)).Error);
                    written = time.GetTimestamp();
                }
                await Task.Delay(options.Value.KeyInterval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2), time);
            try
            {
                Tell((await uses.WriteAsync(limit.Token)).Error);
            }
            catch (OperationCanceledException)
            {
                LogUsesLost();
            }
        }
    }

    /// <summary>Once when it begins, and once when it is over.</summary>
    private void Tell(Error? trouble)
    {
        if (trouble is not null && !_troubled)
            LogTrouble(trouble.Message, options.Value.KeysMaxAge.TotalSeconds);
        else if (trouble is null && _troubled)
            LogOver();
        _troubled = trouble is not null;
    }

    [LoggerMessage(LogLevel.Error, "{Trouble} Keys are taken as they were known for {Seconds:0} s; then they are refused")]
    private partial void LogTrouble(string trouble, double seconds);

    [LoggerMessage(LogLevel.Information, "The gateway's database answers again")]
    private partial void LogOver();

    [LoggerMessage(LogLevel.Warning, "When keys were used last could not be written before the end")]
    private partial void LogUsesLost();
}
