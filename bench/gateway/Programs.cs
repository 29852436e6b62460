using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text.Json;

namespace MultiLLM.GatewayBench;

/// <summary>A program that is measured, ended by its process when the run is over.</summary>
internal sealed class Programs : IAsyncDisposable
{
    private const string HomeVariable = "MULTILLM_HOME";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly string? _home;

    private Programs(Process process, Uri url, string? home) => (_process, Url, _home) = (process, url, home);

    public Uri Url { get; }

    /// <summary>The caller's; null: none is asked for.</summary>
    public string? Key { get; private init; }

    /// <summary>Of all its threads so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    private static string Server => Path.Combine(Built("Root"), ".build", "app", "server", "MultiLLM.Server.dll");

    public static Task<Programs> StartEchoAsync(int port) => StartAsync([Built("Echo"), $"{port}"], new Uri($"http://127.0.0.1:{port}/"), "v1/models", home: null, key: null);

    public static async Task<Programs> StartServiceAsync(Setup setup, BenchSettings settings)
    {
        var home = Directory.CreateTempSubdirectory("multillm-gateway-").FullName;
        var catalog = Directory.CreateDirectory(Path.Combine(home, "catalog.d"));
        await File.WriteAllTextAsync(Path.Combine(catalog.FullName, "echo.json"), $$"""
            { "models": [ { "id": "echo", "name": "Echo", "type": "large_llm", "context_length": 8192,
              "backend": { "servers": [ { "name": "echo", "url": "http://127.0.0.1:{{settings.EchoPort}}/v1", "model": "echo",
                "price": { "input_per_million": 1, "output_per_million": 2 } } ] } } ] }
            """);
        await File.WriteAllTextAsync(Path.Combine(home, "policy.json"), setup.Policy);
        var key = setup.KeyOrder is { } order ? await MakeKeyAsync(order, home) : null;
        var port = FreePort();
        return await StartAsync(
            [Server, "--port", $"{port}", .. setup.Arguments, .. settings.ServerArguments], new Uri($"http://127.0.0.1:{port}/"), "health/live", home, key);
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
        if (_home is not null)
            Directory.Delete(_home, recursive: true);
    }

    private static string Built(string name) => typeof(Programs).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == name).Value!;

    private static async Task<Programs> StartAsync(IEnumerable<string> arguments, Uri url, string ready, string? home, string? key)
    {
        var process = Process.Start(Quiet(Start(arguments, home), home))!;
        var program = new Programs(process, url, home) { Key = key };
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

    /// <summary>As <c>multillm keys create</c> does where no service runs yet.</summary>
    private static async Task<string> MakeKeyAsync(string order, string home)
    {
        var start = Start([Server, "keys", "create"], home);
        start.RedirectStandardInput = true;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(order);
        process.StandardInput.Close();
        var answer = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"No key could be made: {answer}");
        using var issued = JsonDocument.Parse(answer);
        return issued.RootElement.GetProperty("secret").GetString()!;
    }

    private static ProcessStartInfo Start(IEnumerable<string> arguments, string? home)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true };
        if (home is not null)
            start.Environment[HomeVariable] = home;
        return start;
    }

    /// <summary>What it logs goes to a file, as where it runs as a service.</summary>
    private static ProcessStartInfo Quiet(ProcessStartInfo start, string? home)
    {
        start.ArgumentList.Insert(0, start.FileName);
        start.ArgumentList.Insert(0, home is null ? "/dev/null" : Path.Combine(home, "service.log"));
        start.ArgumentList.Insert(0, "log=$0; exec \"$@\" > \"$log\"");
        start.ArgumentList.Insert(0, "-c");
        (start.FileName, start.RedirectStandardOutput) = ("sh", false);
        return start;
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
}
