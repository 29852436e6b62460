using MultiLLM.Client;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Dashboard.Analytics.Requests;

/// <summary>Why a model was chosen.</summary>
/// <param name="Decision">Null: the service no longer remembers it.</param>
public sealed record RememberedChoice(DecisionInfo? Decision)
{
    public static async Task<RememberedChoice> AskAsync(MultiLLMClient client, string decisionId, CancellationToken cancellationToken)
    {
        try
        {
            return new(await client.GetDecisionAsync(decisionId, cancellationToken));
        }
        catch (MultiLLMApiException gone) when (gone.Code == "decision_not_found")
        {
            return new(Decision: null);
        }
    }
}
