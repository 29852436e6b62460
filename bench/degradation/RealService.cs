using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace MultiLLM.DegradationBench;

/// <summary>The built service with a home of its own, as a process.</summary>
internal sealed class RealService : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _home;
    private readonly Process _process;
    private readonly HttpClient _http;

    private RealService(string home, Process process, Uri address) => (_home, _process, _http) = (home, process, new HttpClient { BaseAddress = address });

    /// <param name="root">The repository, built.</param>
    public static async Task<RealService> StartAsync(string root)
    {
        var home = Directory.CreateTempSubdirectory("multillm-degradation-").FullName;
        var port = FreePort();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(root, ".build", "app", "server", "MultiLLM.Server.dll"), "--port", $"{port}", "--Logging:LogLevel:Default", "Warning"])
        {
            RedirectStandardOutput = true,
            Environment = { ["MULTILLM_HOME"] = home },
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var service = new RealService(home, process, new Uri($"http://127.0.0.1:{port}"));
        var began = TimeProvider.System.GetTimestamp();
        while (!await service.IsReadyAsync())
        {
            if (process.HasExited || TimeProvider.System.GetElapsedTime(began) > Patience)
                throw new InvalidOperationException("The service did not start. Build it first: ./multillm --help");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
        return service;
    }

    /// <returns>False: it failed.</returns>
    public async Task<bool> ChatAsync(string model, string message, int tokens)
    {
        using var reply = await _http.PostAsJsonAsync("chat", new Dictionary<string, object> { ["message"] = message, ["model_id"] = model, ["max_tokens"] = tokens });
        await reply.Content.ReadAsByteArrayAsync();
        return reply.StatusCode == HttpStatusCode.OK;
    }

    public async Task<int?> RunnerOfAsync(string model)
    {
        var report = await _http.GetFromJsonAsync<JsonElement>("system/residency");
        foreach (var known in report.GetProperty("models").EnumerateArray())
        {
            if (known.GetProperty("id").GetString() == model && known.TryGetProperty("process_id", out var id))
                return id.GetInt32();
        }
        return null;
    }

    /// <summary>The newest event of a kind after an id.</summary>
    public async Task<JsonElement?> EventAsync(string kind, long after)
    {
        var list = await _http.GetFromJsonAsync<JsonElement>($"system/events?follow=false&kind={kind}&after={after}");
        return list.GetProperty("events").EnumerateArray().Cast<JsonElement?>().LastOrDefault();
    }

    public async Task<long> LastEventAsync() => (await _http.GetFromJsonAsync<JsonElement>("system/events?follow=false")).GetProperty("last_id").GetInt64();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var reply = await _http.GetAsync("health/ready");
            return reply.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
