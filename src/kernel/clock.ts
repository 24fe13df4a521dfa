/** Time is an argument: nothing but the composition root asks the machine what time it is. */
export type Clock = () => Date
