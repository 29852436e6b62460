using MultiLLM.Core.Errors;

namespace MultiLLM.Server.Answers;

/// <summary>How one dialect streams an answer.</summary>
internal interface IAnswerFormat
{
    /// <summary>
    /// Writes the events of one update; <paramref name="progress"/> has already seen it. What an update says about the end of the last
    /// unfinished answer is left to <see cref="End"/>: figures may still follow it.
    /// </summary>
    void Write(EventWriter events, ChoiceUpdate item, AnswerProgress progress);

    /// <summary>Writes what ends a stream that went well.</summary>
    void End(EventWriter events, AnswerProgress progress);

    /// <summary>Writes what ends a stream that failed.</summary>
    void Fail(EventWriter events, Error error);

    /// <summary>
    /// Whether a stream that failed also ends as a broken HTTP reply. For dialects with clients that overlook the error event and would
    /// take what came so far for the whole answer.
    /// </summary>
    bool BreaksOff { get; }
}
