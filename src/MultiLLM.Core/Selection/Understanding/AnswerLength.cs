using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Selection.Understanding;

/// <summary>Tokens an answer will probably have. Pure.</summary>
internal static class AnswerLength
{
    public static int Expect(TaskReading reading, RequestSigns signs, int? allowed)
    {
        var usual = reading.Task switch
        {
            ModelTask.Chat => 80,
            ModelTask.Translation or ModelTask.Extraction => 120,
            ModelTask.Rewriting or ModelTask.Summarization => 180,
            ModelTask.Knowledge => 220,
            ModelTask.Math or ModelTask.Reasoning => 300,
            ModelTask.Writing => 350,
            ModelTask.Code => 300,
            _ => 256,
        };
        var byDifficulty = reading.Difficulty switch
        {
            Difficulty.Low => 0.6,
            Difficulty.High => 2,
            _ => 1.0,
        };
        var byWish = signs.WantsBrevity ? 0.4 : signs.WantsDepth ? 1.7 : 1;
        return Math.Min((int)(usual * byDifficulty * byWish), allowed ?? int.MaxValue);
    }
}
