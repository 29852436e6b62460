using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace MultiLLM.GatewayBench;

/// <summary>One of those that are compared.</summary>
internal sealed class Target : IDisposable
{
    private const string Question = "Say these few words again and nothing else";

    private readonly Programs _program;
    private readonly byte[] _request;
    private readonly Stack<Connection> _idle = [];

    public Target(string name, Programs program, bool stream)
    {
        (Name, _program) = (name, program);
        var body = $$"""{"model":"echo","max_tokens":64,"stream":{{(stream ? "true" : "false")}},"messages":[{"role":"system","content":"Echo."},{"role":"user","content":"{{Question}}"}]}""";
        var key = program.Key is null ? "" : $"Authorization: Bearer {program.Key}\r\n";
        _request = Encoding.ASCII.GetBytes(
            $"POST /v1/chat/completions HTTP/1.1\r\nHost: {program.Url.Authority}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n{key}\r\n{body}");
    }

    public string Name { get; }
    public TimeSpan ProcessorTime => _program.ProcessorTime;

    /// <summary>Requests that were answered with success.</summary>
    public long Sent { get; private set; }

    /// <summary>One request alone; milliseconds to the end of its answer.</summary>
    public double Ask()
    {
        var connection = Send(Stopwatch.GetTimestamp());
        while (!connection.Receive())
        {
            // more is to come
        }
        var took = Stopwatch.GetElapsedTime(connection.Due).TotalMilliseconds;
        return End(connection) ? took : throw new InvalidOperationException($"A request failed: {Name}.");
    }

    /// <summary>Sends a request; hand the connection to <see cref="End"/> when its answer is over.</summary>
    public Connection Send(long due)
    {
        var connection = _idle.TryPop(out var idle) ? idle : new Connection(_program.Url.Port);
        connection.Send(_request, due);
        return connection;
    }

    /// <summary>Whether the answer was good.</summary>
    public bool End(Connection connection)
    {
        if (!connection.IsGood)
        {
            connection.Dispose();
            return false;
        }
        Sent++;
        _idle.Push(connection);
        return true;
    }

    /// <summary>JSON of the service's own API.</summary>
    public async Task<string> GetAsync(string path)
    {
        using var http = new HttpClient { BaseAddress = _program.Url };
        if (_program.Key is { } key)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await http.GetStringAsync(path);
    }

    public void Dispose()
    {
        foreach (var connection in _idle)
            connection.Dispose();
    }
}
