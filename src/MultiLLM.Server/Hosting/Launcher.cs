using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace MultiLLM.Server.Hosting;

/// <summary>Runs the service; what keeps it from starting is said in plain lines on standard error and in the exit code.</summary>
internal static class Launcher
{
    public const int Ok = 0;
    public const int BadConfiguration = 2;
    public const int CannotListen = 3;

    public static Task<int> RunAsync(Func<WebApplication> build) => ExplainedAsync(async () =>
    {
        await using var app = build();
        await app.StartAsync();
        await app.WaitForShutdownAsync();
        return Ok;
    });

    public static async Task<int> ExplainedAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (Explain(exception) is { } explained)
        {
            foreach (var line in explained.Lines)
                await Console.Error.WriteLineAsync($"multillm-server: {line}");
            return explained.ExitCode;
        }
    }

    private static (int ExitCode, IEnumerable<string> Lines)? Explain(Exception exception) => exception switch
    {
        OptionsValidationException invalid => (BadConfiguration, invalid.Failures),
        AggregateException { InnerExceptions: var all } when all.All(e => e is OptionsValidationException) =>
            (BadConfiguration, all.Cast<OptionsValidationException>().SelectMany(e => e.Failures)),
        // From the configuration binder ("Failed to convert configuration value ...") and the JSON configuration provider.
        InvalidOperationException { InnerException: FormatException or ArgumentException } or InvalidDataException or FormatException =>
            (BadConfiguration, [exception.Message]),
        IOException { InnerException: AddressInUseException } =>
            (CannotListen, [$"{exception.Message.TrimEnd('.')}. End the program that uses it, or choose another port with --port."]),
        AddressInUseException => (CannotListen, [exception.Message]),
        SocketException or IOException { InnerException: SocketException } =>
            (CannotListen, [$"cannot listen: {exception.Message} Choose another address with --address or port with --port."]),
        _ => null,
    };
}
