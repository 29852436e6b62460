using System.Text.Json;
using MultiLLM.Core.Backends.Balancing;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Backends.Remote;

/// <summary>Asks a server for its list of models, or whatever path is configured, to learn whether it works and takes this service's key.</summary>
internal sealed class RemoteProbe(RemoteCalls calls, TimeProvider time)
{
    private const int LargestList = 1024 * 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public async Task<ServerOutcome> LookAsync(RemoteServer server, CancellationToken cancellationToken)
    {
        var endpoint = server.Endpoint();
        using var clock = new StreamClock(Limit, time, cancellationToken);
        try
        {
            using var response = await calls.AnyAsync(endpoint, server.HealthPath, null, clock);
            if ((int)response.StatusCode is 404 or 405)
                return ServerOutcome.Good; // it is there, and has no such page
            var body = await RemoteCalls.ReadAsync(response.Content, LargestList, clock.Token);
            if (!response.IsSuccessStatusCode)
                return ServerOutcome.Of(RemoteFailure.Of(endpoint, response.StatusCode, response.Headers, body, RemoteCalls.KeyOf(endpoint), time));
            return LacksModel(body, endpoint.Model)
                ? new ServerOutcome(ServerVerdict.Refused, $"The server \"{server.Name}\" does not list the model \"{endpoint.Model}\".")
                : ServerOutcome.Good;
        }
        catch (MultiLLMException failed)
        {
            return ServerOutcome.Of(failed.Error);
        }
        catch (Exception failure) when (RemoteCalls.Of(failure, endpoint, clock) is { } error)
        {
            return ServerOutcome.Of(error);
        }
    }

    /// <summary>A list of one model may be of a server that takes any name for it.</summary>
    private static bool LacksModel(ReadOnlyMemory<byte> body, string model)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (Json.Array(document.RootElement, "data") is not { } listed)
                return false;
            var ids = listed.EnumerateArray().Select(item => Json.Text(item, "id")).OfType<string>().ToList();
            return ids.Count > 1 && !ids.Contains(model, StringComparer.OrdinalIgnoreCase) && !ids.Contains(model + ":latest", StringComparer.OrdinalIgnoreCase);
        }
        catch (Exception other) when (other is JsonException or InvalidOperationException)
        {
            return false; // a page for people, for example
        }
    }
}
