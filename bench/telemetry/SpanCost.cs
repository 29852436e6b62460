using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Telemetry;
using MultiLLM.Core.Telemetry.Tracing;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace MultiLLM.TelemetryBench;

/// <summary>What the span of one streamed answer of 64 pieces costs, with nobody listening and with everything recorded.</summary>
internal static class SpanCost
{
    private const int Rounds = 15;
    private const int Requests = 4000;
    private const int Pieces = 64;

    public static async Task MeasureAsync()
    {
        using var plain = new InstantClient();
        using var traced = new TracingChatClient(plain, capturesContent: false, TimeProvider.System);
        Report("spans of one streamed answer, traces not exported", await CompareAsync(plain, traced));
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TelemetryNames.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        Report("spans of one streamed answer, every trace recorded", await CompareAsync(plain, traced));
    }

    private static void Report(string what, (double Microseconds, double Bytes) added) => Rows.Write(what, $"{added.Microseconds:0.00} µs, {added.Bytes:0} bytes");

    private static async Task<(double Microseconds, double Bytes)> CompareAsync(IChatClient plain, IChatClient traced)
    {
        await RoundAsync(plain);
        await RoundAsync(traced);
        var (times, bytes) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var without = await RoundAsync(plain);
            var with = await RoundAsync(traced);
            times.Add(with.Microseconds - without.Microseconds);
            bytes.Add(with.Bytes - without.Bytes);
        }
        return (Rows.Median(times), Rows.Median(bytes));
    }

    private static async Task<(double Microseconds, double Bytes)> RoundAsync(IChatClient client)
    {
        ChatMessage[] messages = [new(ChatRole.User, "What is machine learning?")];
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < Requests; i++)
        {
            await foreach (var _ in client.GetStreamingResponseAsync(messages))
            {
            }
        }
        var took = TimeProvider.System.GetElapsedTime(start);
        return (took.TotalMicroseconds / Requests, (GC.GetTotalAllocatedBytes(precise: true) - bytes) / (double)Requests);
    }

    private sealed class InstantClient : IChatClient
    {
        private static readonly GenerationFinished s_finished = new() { Reason = FinishReason.Stop, PromptTokens = 12, CompletionTokens = Pieces };

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.CompletedTask;
            for (var i = 0; i < Pieces; i++)
                yield return new ChatResponseUpdate(ChatRole.Assistant, "word ");
            yield return new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop, Finished = s_finished };
        }

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
            // owns nothing
        }
    }
}
