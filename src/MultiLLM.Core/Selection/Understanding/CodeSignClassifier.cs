using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Selection.Understanding;

/// <summary>Tells code from everything else by a few patterns.</summary>
internal sealed class CodeSignClassifier : ITaskClassifier
{
    public TaskReading Read(ReadOnlySpan<char> text)
    {
        var isCode = CodeSigns.Find(text.ToString()) is not null;
        var chances = new double[Enum.GetValues<ModelTask>().Length];
        chances[(int)(isCode ? ModelTask.Code : ModelTask.Chat)] = 1;
        return new TaskReading { Task = isCode ? ModelTask.Code : ModelTask.Chat, Confidence = isCode ? 0.9 : 0.4, IsSure = isCode, Chances = chances };
    }
}
