using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Keys;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Gateway.Keys;

/// <summary>Keys that are sent to all the wrong places, and everything the service says meanwhile.</summary>
public sealed class KeyLeakTests
{
    [Fact]
    public async Task Keys_WhereverTheyAreSent_ShowNowhere()
    {
        var log = new EverythingLogged();
        var traces = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => traces.Enqueue($"{span.DisplayName} {string.Join(' ', span.TagObjects)} {string.Join(' ', span.Baggage)} {span.StatusDescription}"),
        };
        ActivitySource.AddActivityListener(listener);
        await using var service = await KeyedService.StartAsync(log, "--Logging:LogLevel:Default", "Trace", "--Logging:LogLevel:Microsoft.AspNetCore", "Trace",
            "--MultiLLM:Analytics:KeepPrompts", "true");
        var (key, admin) = (await service.CreateAsync(), await service.CreateAsync(CallerRole.Admin));
        var secret = key.Secret.Reveal();
        var answers = new StringBuilder();
        foreach (var request in Requests(secret))
            answers.AppendLine(await RawAsync(service.Service.Url, request));
        await service.AskAsync(key, HttpMethod.Post, "/chat", $$"""{"message":"my key is {{secret}}","model_id":"{{secret}}"}""");
        await service.AskAsync(key, HttpMethod.Post, "/chat", $$"""{"message":"Hi","conversation_id":"{{secret}}","preference":"{{secret}}"}""");
        foreach (var path in new[] { "/analytics/requests", "/analytics/export?format=csv", "/metrics", "/keys", "/system/events?follow=false", "/system/settings", "/selection/decisions", "/analytics/summary?by=model" })
        {
            using var response = await service.SendAsync(admin, HttpMethod.Get, path);
            answers.AppendLine(await response.Content.ReadAsStringAsync());
        }
        await Task.Delay(TimeSpan.FromMilliseconds(200)); // for what is written behind the answers

        Assert.True(log.Lines.Count > 200, $"{log.Lines.Count} lines");
        Assert.True(traces.Count > 10, $"{traces.Count} spans");
        AssertClean("log", log.Lines, secret);
        AssertClean("traces", traces, secret);
        AssertClean("answers", [answers.ToString()], secret);
    }

    private static void AssertClean(string where, IEnumerable<string> lines, string secret)
    {
        foreach (var line in lines)
            Assert.False(line.Contains(secret[^40..], StringComparison.OrdinalIgnoreCase) || line.Contains(secret[^16..], StringComparison.OrdinalIgnoreCase), $"{where}: {line}");
    }

    /// <summary>As they go over the wire.</summary>
    private static IEnumerable<string> Requests(string key)
    {
        const string End = "Host: localhost\r\nConnection: close\r\n";
        string[] headers =
        [
            $"Authorization: Bearer {key}", $"Authorization: bearer   {key}", $"Authorization: Basic {key}", $"Authorization: {key}", $"authorization: Bearer {key}x",
            $"x-api-key: {key}", $"api-key: {key}", $"Cookie: session={key}", $"User-Agent: {key}", $"x-request-id: {key}", $"Referer: http://x/?k={key}",
            $"Origin: http://{key}", $"X-Forwarded-For: {key}", $"traceparent: {key}", $"baggage: key={key}", $"Accept: {key}", $"{key}: 1", $"Proxy-Authorization: Bearer {key}",
            $"Authorization: Bearer {key}\r\nx-api-key: {key[..^1]}a",
        ];
        foreach (var path in new[] { "/models", "/v1/models", "/nothing" })
            foreach (var header in headers)
                yield return $"GET {path} HTTP/1.1\r\n{header}\r\n{End}\r\n";
        string[] targets =
        [
            $"/models?key={key}", $"/models?key={key.Replace("_", "%5F", StringComparison.Ordinal)}", $"/models?{key}", $"/{key}", $"/models/{key}", $"/v1/models/{key}",
            $"/keys/{key}", $"/models/{key.Replace("_", "%5f", StringComparison.Ordinal)}", $"/models/{key.Replace("_", "%255F", StringComparison.Ordinal)}?a=%6dllm", $"/%6dllm{key[4..]}",
        ];
        foreach (var target in targets)
        {
            yield return $"GET {target} HTTP/1.1\r\n{End}\r\n";
            yield return $"GET {target} HTTP/1.1\r\nAuthorization: Bearer {key}\r\n{End}\r\n";
        }
        yield return $"GET /models HTTP/1.1\r\nAuthorization Bearer {key}\r\n{End}\r\n"; // no header at all
        yield return $"GET /models?{key} {key} HTTP/9\r\n{End}\r\n";
        yield return $"{key} /models HTTP/1.1\r\n{End}\r\n";
        yield return $"GET /models HTTP/1.1\r\nHost: {key}\r\nConnection: close\r\n\r\n";
    }

    private static async Task<string> RawAsync(Uri url, string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(url.Host, url.Port);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var reader = new StreamReader(socket.GetStream());
        return await reader.ReadToEndAsync(limit.Token);
    }

    /// <summary>Messages, what they were made of, and the scopes they stand in.</summary>
    private sealed class EverythingLogged : ILoggerProvider, ILogger, ISupportExternalScope
    {
        private IExternalScopeProvider? _scopes;

        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var text = new StringBuilder($"{formatter(state, exception)} {exception}");
            if (state is IEnumerable<KeyValuePair<string, object?>> values)
                text.AppendJoin(' ', values);
            _scopes?.ForEachScope(static (scope, text) =>
            {
                text.Append(' ').Append(scope);
                if (scope is IEnumerable<KeyValuePair<string, object?>> values)
                    text.AppendJoin(' ', values);
            }, text);
            Lines.Enqueue(text.ToString());
        }

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

        public void Dispose()
        {
        }
    }
}
