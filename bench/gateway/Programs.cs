using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace MultiLLM.GatewayBench;

/// <summary>The two programs that are measured, ended by their process when the run is over.</summary>
internal sealed class Programs : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly string? _folder;

    private Programs(Process process, Uri url, string? folder) => (_process, Url, _folder) = (process, url, folder);

    public Uri Url { get; }

    public static Task<Programs> StartEchoAsync(int port) => StartAsync([Built("Echo"), $"{port}"], new Uri($"http://127.0.0.1:{port}/"), "v1/models", home: null);

    public static Task<Programs> StartServiceAsync(BenchSettings settings)
    {
        var home = Directory.CreateTempSubdirectory("multillm-gateway-").FullName;
        if (settings.Home is { } from)
            Copy(from, home);
        var catalog = Directory.CreateDirectory(Path.Combine(home, "catalog.d"));
        File.WriteAllText(Path.Combine(catalog.FullName, "echo.json"), $$"""
            { "models": [ { "id": "echo", "name": "Echo", "type": "large_llm", "context_length": 8192,
              "backend": { "servers": [ { "name": "echo", "url": "http://127.0.0.1:{{settings.EchoPort}}/v1", "model": "echo",
                "price": { "input_per_million": 1, "output_per_million": 2 } } ] } } ] }
            """);
        var port = FreePort();
        var server = Path.Combine(Built("Root"), ".build", "app", "server", "MultiLLM.Server.dll");
        return StartAsync(
            [server, "--port", $"{port}", "--Logging:LogLevel:Default", "Warning", .. settings.ServerArguments], new Uri($"http://127.0.0.1:{port}/"), "health/live", home);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
    }

    private static string Built(string name) => typeof(Programs).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == name).Value!;

    private static async Task<Programs> StartAsync(IEnumerable<string> arguments, Uri url, string ready, string? home)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true };
        if (home is not null)
            start.Environment["MULTILLM_HOME"] = home;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var program = new Programs(process, url, home);
        using var http = new HttpClient { BaseAddress = url };
        var began = TimeProvider.System.GetTimestamp();
        while (!await AnswersAsync(http, ready))
        {
            if (process.HasExited || TimeProvider.System.GetElapsedTime(began) > Patience)
                throw new InvalidOperationException($"{string.Join(' ', arguments)} did not start. Build the service first: ./multillm --help");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
        return program;
    }

    private static async Task<bool> AnswersAsync(HttpClient http, string path)
    {
        try
        {
            using var response = await http.GetAsync(path);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
