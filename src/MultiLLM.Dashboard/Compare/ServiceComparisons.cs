using MultiLLM.Client;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Answers;
using MultiLLM.Dashboard.Display;
using MultiLLM.Dashboard.Playground;

namespace MultiLLM.Dashboard.Compare;

/// <summary>The service's own comparisons, of one prompt each. One that the person stops is stopped in the service too.</summary>
internal sealed class ServiceComparisons(MultiLLMClient client) : IBlindComparisons
{
    private const int Prompt = 0;

    public async Task<BlindComparison> RunAsync(CompareOrder order, Action<int> answered, CancellationToken cancellationToken)
    {
        var asked = new ChatRequest { Message = order.Prompt };
        SettingsReader.Read(order.Settings, ref asked);
        var begun = await client.StartComparisonAsync(
            new ComparisonRequest
            {
                Models = order.Models, Prompts = [new ComparisonPrompt(order.Prompt)], Blind = true, MaxTokens = asked.MaxTokens, Temperature = asked.Temperature,
            },
            cancellationToken);
        try
        {
            return Of(await FollowAsync(begun.Id, answered, cancellationToken));
        }
        catch (OperationCanceledException)
        {
            await client.StopComparisonAsync(begun.Id, CancellationToken.None);
            throw;
        }
    }

    public async Task<BlindComparison> VoteAsync(BlindComparison comparison, string winner, CancellationToken cancellationToken) =>
        Of(await client.VoteAsync(comparison.Id, new ComparisonVote { Prompt = Prompt, Winner = winner }, cancellationToken));

    private async Task<ComparisonInfo> FollowAsync(string id, Action<int> answered, CancellationToken cancellationToken)
    {
        await foreach (var happened in client.FollowComparisonAsync(id, cancellationToken))
        {
            if (happened.Result is { } result)
                return result;
            answered(happened.Progress?.Answered ?? 0);
        }
        throw new IOException("The comparison ended without a result.");
    }

    private static BlindComparison Of(ComparisonInfo comparison)
    {
        var prompt = comparison.Prompts![Prompt];
        return new BlindComparison(comparison.Id, [.. prompt.Answers.Select(Of)], prompt.Vote);
    }

    private static BlindAnswer Of(ComparedAnswerInfo answer) => new(
        answer.Label, answer.Text, answer.Error is { } error ? new ChatProblem(error.Message, null) : null, answer.ModelId, answer.ModelId is null ? null
            : $"{Units.Count(answer.CompletionTokens)} tokens · {Units.TokensPerSecond(answer.TokensPerSecond)} · first token after {Units.Seconds(answer.TimeToFirstTokenSeconds)}");
}
