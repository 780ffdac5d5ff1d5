/** One request to the model and what it was answered, as the Model tab shows them. */
export type ModelCall = {
  key: string
  at: number
  title: string
  instructions: string
  input: string
  answer: unknown
  isFine: boolean
  outcome: string
  raw: unknown
}

export type ModelRule = { name: string; when: string; answer: string }

export type ModelPage = { calls: ModelCall[]; rules: ModelRule[] }
